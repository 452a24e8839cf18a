"""ECM §4 and §5: coding order, and the probability of each bit."""


def _value(bits, latent, k, z, y, x):
    """v_t: +1 and -1 for a bit, 0 outside the latent."""
    if not (0 <= z < latent.D and 0 <= y < latent.H and 0 <= x < latent.W):
        return 0
    return 1 if bits[((k * latent.D + z) * latent.H + y) * latent.W + x] else -1


def probability(context, latent, bits, c, z, y, x):
    """Of a 1 at (c, z, y, x), in 1/65536."""
    channel = context.channels[c]
    v = [_value(bits, latent, k, z + dz, y + dy, x + dx) for k, dz, dy, dx in channel.taps]
    s = channel.position[y * latent.W + x]
    s += sum(d * v_t for d, v_t in zip(channel.direct, v))
    for j in range(context.hidden):
        a = channel.hidden_bias[j] + sum(channel.hidden_weight[t * context.hidden + j] * v_t for t, v_t in enumerate(v))
        s += channel.output_weight[j] * min(max(a, 0), 1023)
    i = ((s + (1 << (context.logit_shift - 1))) >> context.logit_shift) + 512
    return context.probability[min(max(i, 0), 1023)]


def decode_layer(model, decoder, bits, layer):
    """Appends the bits of one layer to those of the layers before it."""
    latent = model.latent
    first = sum(latent.layers[:layer])
    for c in range(first, first + latent.layers[layer]):
        for z in range(latent.D):
            for y in range(latent.H):
                for x in range(latent.W):
                    bits.append(decoder.bit(probability(model.context, latent, bits, c, z, y, x)))
    decoder.finish()
