namespace SamlSp.AspNetCore;

/// <summary>Somebody who has to do something when settings have changed while the application runs.</summary>
internal interface ISettingsListener
{
    /// <summary>The settings in use have changed. Must not block.</summary>
    void SettingsChanged();
}
