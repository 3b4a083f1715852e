namespace SamlSp.AspNetCore;

/// <summary>A check of another house that runs at start beside our own, so that all mistakes are reported at once.</summary>
internal interface IConfigurationCheck
{
    /// <summary>A line for each mistake: the key's full path, a colon and a space, and what is wrong.</summary>
    IEnumerable<string> Check();
}
