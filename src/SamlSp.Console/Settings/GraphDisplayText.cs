using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>What pages say about an organization's Microsoft Graph.</summary>
internal static class GraphDisplayText
{
    /// <summary>Its settings and its state, in a sentence or two.</summary>
    public static string Describe(GraphOptions? graph, GraphState state, DateTimeOffset now) =>
        graph is null ? "not asked: users in too many groups for the token have no roles by groups"
        : Problem(graph, state) is { } problem ? problem
        : state.WatchedAt is { } at ? $"asked for groups and changes; changes were last read here {DisplayText.When(at, now)}"
        : "asked for groups" + (graph.PollInterval > TimeSpan.Zero ? " and changes" : "");

    /// <summary>What needs attention; null for nothing.</summary>
    public static string? Problem(GraphOptions? graph, GraphState state) =>
        graph is null
            ? state.UnreadAt is null
                ? null
                : "A user was in too many groups for the token, so no group gave a role. Let Microsoft Graph be asked for them."
            : state.GroupsError is { } error
                ? $"The groups of a user could not be read from Microsoft Graph: {error}."
                : graph.PollInterval > TimeSpan.Zero && state.WatchError is { } changes
                    ? $"Changes of users could not be read from Microsoft Graph: {changes}."
                    : null;
}
