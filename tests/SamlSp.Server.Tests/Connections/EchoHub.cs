using Microsoft.AspNetCore.SignalR;

namespace SamlSp.Server.Tests;

/// <summary>A hub that answers.</summary>
internal sealed class EchoHub : Hub
{
    /// <summary>What was sent, by the caller's own connection.</summary>
    public string Echo(string text) => Context.ConnectionAborted.IsCancellationRequested ? "" : text;
}
