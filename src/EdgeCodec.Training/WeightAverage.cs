using TorchSharp;
using static TorchSharp.torch;

namespace EdgeCodec.Training;

/// <summary>
/// A running average of all parameters and buffers of some networks (Polyak averaging): what is evaluated and
/// exported instead of the last step's weights.
/// </summary>
internal sealed class WeightAverage
{
    private readonly IReadOnlyDictionary<string, nn.Module> networks;
    private readonly double keep;
    private Dictionary<string, Dictionary<string, Tensor>> average;
    private long steps;

    public WeightAverage(IReadOnlyDictionary<string, nn.Module> networks, double keep)
    {
        this.networks = networks;
        this.keep = keep;
        average = Copy();
    }

    /// <summary>Forgets the past: the average is what the networks are now.</summary>
    public void Restart()
    {
        average = Copy();
        steps = 0;
    }

    /// <summary>Takes one step's weights in. The first steps count more, so that the start is soon forgotten.</summary>
    public void Update()
    {
        steps++;
        TakeIn(1 - Math.Min(keep, (1.0 + steps) / (10.0 + steps)));
    }

    /// <summary>Moves the average by a share of the way, 0 to 1, towards what the networks hold.</summary>
    public void TakeIn(double share)
    {
        using var _ = no_grad();
        foreach ((string name, nn.Module network) in networks)
        {
            foreach ((string key, Tensor value) in network.state_dict())
            {
                Tensor mean = average[name][key];
                if (value.is_floating_point()) { mean.lerp_(value, share); }
                else { mean.copy_(value); }
            }
        }
    }

    /// <summary>Runs <paramref name="body"/> with the averaged weights in the networks, then puts the trained ones back.</summary>
    public T With<T>(Func<T> body)
    {
        Dictionary<string, Dictionary<string, Tensor>> trained = Copy();
        try
        {
            Put(average);
            return body();
        }
        finally
        {
            Put(trained);
            foreach (Tensor t in trained.Values.SelectMany(network => network.Values)) { t.Dispose(); }
        }
    }

    /// <summary>Puts the average into the networks for good.</summary>
    public void Adopt() => Put(average);

    /// <summary>Takes what the networks hold as the average; the counterpart of saving under <see cref="With"/>.</summary>
    public void Resume(long stepsTaken)
    {
        average = Copy();
        steps = stepsTaken;
    }

    public long Steps => steps;

    private Dictionary<string, Dictionary<string, Tensor>> Copy()
    {
        using var _ = no_grad();
        return networks.ToDictionary(
            n => n.Key, n => n.Value.state_dict().ToDictionary(t => t.Key, t => t.Value.detach().clone().DetachFromDisposeScope()));
    }

    private void Put(Dictionary<string, Dictionary<string, Tensor>> values)
    {
        using var _ = no_grad();
        foreach ((string name, nn.Module network) in networks)
        {
            foreach ((string key, Tensor value) in network.state_dict()) { value.copy_(values[name][key]); }
        }
    }
}
