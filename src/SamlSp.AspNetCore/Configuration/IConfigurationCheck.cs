namespace SamlSp.AspNetCore;

/// <summary>A check of another package. It runs at start together with our own checks, so that all mistakes are reported at once.</summary>
internal interface IConfigurationCheck
{
    /// <summary>A line for each mistake: the full path of the key, a colon, a space, and the problem.</summary>
    IEnumerable<string> Check() => [];

    /// <summary>Prepares what a start needs, once no check has found a mistake.</summary>
    /// <exception cref="SamlSpConfigurationException">It is not what the configuration should name.</exception>
    Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The same for the options of a scheme: at start, and whenever they are about to change.</summary>
    IEnumerable<string> Check(SamlSpScheme scheme, SamlSpOptions options) => [];
}
