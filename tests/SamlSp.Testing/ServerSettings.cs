namespace SamlSp.Testing;

/// <summary>Keys of the section SamlSp, with objects that can be written as JSON.</summary>
public sealed class ServerSettings() : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public ServerSettings(IEnumerable<KeyValuePair<string, object?>> settings)
        : this()
    {
        foreach (var (key, value) in settings)
        {
            this[key] = value;
        }
    }
}
