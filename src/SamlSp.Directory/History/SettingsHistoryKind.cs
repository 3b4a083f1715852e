namespace SamlSp.Directory;

/// <summary>What a change in the history is about. Stored by name, so the words stay as they are.</summary>
internal enum SettingsHistoryKind
{
    /// <summary>The organization's settings, with the connection and the claim rules.</summary>
    Settings,

    /// <summary>The session policy of an org unit.</summary>
    Policy,
}
