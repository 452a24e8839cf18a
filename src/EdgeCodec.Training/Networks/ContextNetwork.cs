using EdgeCodec.Training.Quantisation;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EdgeCodec.Training.Networks;

/// <summary>
/// The float twin of the context model of ECM §5: for each latent channel a small network that sees the bits coded
/// before and gives the logit of the next. It is trained with C, so the rate term is the code length that the
/// entropy coder will spend.
/// </summary>
internal sealed class ContextNetwork : Module<Tensor, Tensor>
{
    public const int Hidden = 16;

    // Units of ECM §5: hidden values and hidden weights count 1/32; probabilities are tabled every 1/64 nat.
    public const int HiddenUnit = 32;
    public const int LogitUnit = 64;
    private const double HiddenMost = 1023.0 / HiddenUnit;

    // A static logit is one number; a step of the optimiser moves it as little as any weight, so it counts for more.
    private const double StaticGain = 16;

    private readonly Channel[] channels;
    private readonly ModuleList<Channel> registered;
    private readonly Parameter position;
    private readonly bool causal;

    /// <param name="name">Name of the module.</param>
    /// <param name="latentChannels">Channels of the latent.</param>
    /// <param name="height">Of the latent.</param>
    /// <param name="width">Of the latent.</param>
    /// <param name="causal">False: one probability for each channel, the baseline that contexts are measured against.</param>
    public ContextNetwork(string name, int latentChannels, int height, int width, bool causal = true)
        : base(name)
    {
        this.causal = causal;
        channels = [.. Enumerable.Range(0, latentChannels).Select(c => new Channel(c))];
        registered = [.. channels];
        position = new Parameter(zeros(latentChannels, height, width));
        RegisterComponents();
        if (!causal) { foreach (Channel channel in channels) { channel.Blind(); } }
    }

    internal IReadOnlyList<Channel> Channels => channels;

    /// <summary>Logits [N, C, H, W] of the bits [N, C, H, W] of -1 and +1, each from the bits before it in coding order.</summary>
    public override Tensor forward(Tensor bits)
        => cat([.. channels.Select(c => c.call(bits.narrow(1, 0, c.Index + 1)))], 1) + Position;

    /// <summary>What a bit's place adds to its logit, [C, H, W].</summary>
    internal Tensor Position => causal ? position : (position.mean([1L, 2L], keepdim: true) * StaticGain).expand(position.shape);

    /// <summary>Sets what the places [H * W] of a channel add.</summary>
    internal void SetPosition(int channel, Tensor values) => position[channel].copy_(values.view(position.shape[1], position.shape[2]));

    /// <summary>Code length of each picture's latent in bits, [N]: the sum of -log2 p.</summary>
    public Tensor CodeLength(Tensor bits) => BitLengths(bits).sum([1L, 2L, 3L]);

    /// <summary>-log2 p of every bit, [N, C, H, W].</summary>
    public Tensor BitLengths(Tensor bits) => functional.softplus(-bits * call(bits)) / Math.Log(2);

    /// <summary>Causal taps of one channel: 12 neighbours of its own, 9 of every earlier channel.</summary>
    internal sealed class Channel : Module<Tensor, Tensor>
    {
        internal readonly Parameter hidden, hiddenBias, output, direct;
        private readonly Tensor mask;

        public Channel(int index)
            : base($"context{index}")
        {
            Index = index;
            Taps = [.. Enumerate(index)];
            hidden = new Parameter(randn(Hidden, index + 1, 5, 5) * (1 / Math.Sqrt(Taps.Count)));
            hiddenBias = new Parameter(zeros(Hidden));
            output = new Parameter(randn(Hidden) * 0.1);
            direct = new Parameter(zeros(1, index + 1, 5, 5));
            mask = zeros(1, index + 1, 5, 5);
            foreach ((int k, int dy, int dx) in Taps) { mask[0, k, dy + 2, dx + 2] = 1; }
            register_buffer("mask", mask);
            RegisterComponents();
        }

        public int Index { get; }

        /// <summary>Channel and offset of each tap, in the order in which the model file lists them.</summary>
        public List<(int Channel, int Dy, int Dx)> Taps { get; }

        /// <summary>Sees nothing and learns nothing: its logit is the place's alone.</summary>
        public void Blind()
        {
            foreach (Parameter p in parameters())
            {
                using var _ = no_grad();
                p.zero_();
                p.requires_grad = false;
            }
        }

        public override Tensor forward(Tensor x)
        {
            Tensor w = FakeQuantisation.Round(hidden.clamp(-127.0 / HiddenUnit, 127.0 / HiddenUnit) * HiddenUnit) / HiddenUnit;
            Tensor all = functional.conv2d(x, cat([w, direct]) * mask, padding: [2, 2]);
            Tensor h = (all.narrow(1, 0, Hidden) + hiddenBias.view(1, -1, 1, 1)).clamp(0, HiddenMost);
            return all.narrow(1, Hidden, 1) + (h * output.view(1, -1, 1, 1)).sum(1, keepdim: true);
        }

        private static IEnumerable<(int, int, int)> Enumerate(int index)
        {
            for (int k = 0; k < index; k++)
            {
                for (int dy = -1; dy <= 1; dy++)
                {
                    for (int dx = -1; dx <= 1; dx++) { yield return (k, dy, dx); }
                }
            }
            for (int dy = -2; dy <= 0; dy++)
            {
                for (int dx = -2; dx <= 2; dx++)
                {
                    if (dy < 0 || dx < 0) { yield return (index, dy, dx); }
                }
            }
        }
    }
}
