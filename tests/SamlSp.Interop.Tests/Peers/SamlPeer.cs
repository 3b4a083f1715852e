namespace SamlSp.Interop.Tests;

/// <summary>An identity provider of others that speaks SAML.</summary>
public abstract class SamlPeer : Peer
{
    /// <summary>Where its metadata is.</summary>
    protected virtual string MetadataUrl => Url + "/metadata";

    /// <summary>How it encrypts and signs from now on.</summary>
    /// <param name="encrypts">Whether assertions are encrypted.</param>
    /// <param name="usesDefaults">Whether the library's own defaults hold, instead of what docs/identity-providers.md says.</param>
    public virtual Task ConfigureAsync(bool encrypts = false, bool usesDefaults = false) =>
        GetAsync($"{Url}/options?encrypt={(encrypts ? 1 : 0)}&defaults={(usesDefaults ? 1 : 0)}");

    /// <inheritdoc />
    protected override async Task<object> ConnectAsync()
    {
        var file = Path.Combine(Folder, "metadata-of-the-peer.xml");
        await File.WriteAllTextAsync(file, await GetAsync(MetadataUrl));
        return new
        {
            MetadataFile = file,
            AllowUnsolicited = true,
            SignRequests = true,
        };
    }
}
