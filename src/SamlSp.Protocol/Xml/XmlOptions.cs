namespace SamlSp.Protocol;

/// <summary>What the reader accepts beyond the strict form.</summary>
[Flags]
internal enum XmlOptions
{
    /// <summary>The strict form, for protocol messages.</summary>
    None = 0,

    /// <summary>Comments are dropped, and the text around one is one text.</summary>
    AllowComments = 1,

    /// <summary>The content of a CDATA section is text.</summary>
    AllowCharacterData = 2,

    /// <summary>Processing instructions before and after the document element are dropped.</summary>
    AllowOuterInstructions = 4,

    /// <summary>
    /// Processing instructions inside the document element are dropped as well. Not where a signature is verified: canonicalization keeps
    /// them.
    /// </summary>
    AllowInnerInstructions = 8,

    /// <summary>
    /// The XML declaration may name any encoding, because <see cref="MetadataEncoding"/> has converted the bytes to UTF-8.
    /// </summary>
    IgnoreEncoding = 16,

    /// <summary>
    /// Canonical bytes of a message that was within its limits. Namespaces are declared where they are used there, so there may be more
    /// bytes (<see cref="VerifierLimits.MaximumCanonicalBytes"/>) and any number of declarations.
    /// </summary>
    Canonical = 32,

    /// <summary>For metadata whose signature is verified.</summary>
    SignedMetadata = AllowComments | AllowCharacterData | AllowOuterInstructions | IgnoreEncoding,

    /// <summary>For metadata that is read as it is.</summary>
    Metadata = SignedMetadata | AllowInnerInstructions,
}
