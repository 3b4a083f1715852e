namespace SamlSp.Protocol;

/// <summary>What the reader accepts beyond the strict form.</summary>
[Flags]
internal enum XmlOptions
{
    /// <summary>The strict form, for protocol messages.</summary>
    None = 0,

    /// <summary>Comments are dropped, and the text around one is one text. For metadata.</summary>
    AllowComments = 1,
}
