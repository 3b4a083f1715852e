using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>Adds <see cref="SessionHubFilter"/> to all hubs of an application that has SignalR.</summary>
internal sealed class SessionHubConfigureOptions(SessionHubFilter filter) : IConfigureOptions<HubOptions>
{
    public void Configure(HubOptions options) => options.AddFilter(filter);
}
