using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>Fills in what was left out.</summary>
internal sealed class SamlSpPostConfigureOptions(TimeProvider clock) : IPostConfigureOptions<SamlSpOptions>
{
    public void PostConfigure(string? name, SamlSpOptions options)
    {
        options.BaseUrl = options.BaseUrl?.TrimEnd('/');
        options.AdditionalBaseUrls = [.. options.AdditionalBaseUrls.Select(url => url.TrimEnd('/'))];
        options.EntityId ??= options.BaseUrl + options.ModulePath;
        options.TimeProvider ??= clock;
        options.ForwardAuthenticate ??= SamlSpDefaults.SessionScheme;
        if (options.Events is null)
        {
            options.Events = new();
        }
    }
}
