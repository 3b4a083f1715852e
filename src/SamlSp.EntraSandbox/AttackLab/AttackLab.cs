namespace SamlSp.EntraSandbox;

/// <summary>The catalogue of broken responses, in the order of the catalogue of attacks (docs/security.md).</summary>
public static class AttackLab
{
    /// <summary>All cases.</summary>
    public static IReadOnlyList<AttackCase> Cases { get; } =
    [
        .. WrappingAttacks.Cases,
        .. SignatureAttacks.Cases,
        .. KeyAttacks.Cases,
        .. EncryptionAttacks.Cases,
        .. ParserAttacks.Cases,
        .. ProtocolAttacks.Cases,
        .. TenantAttacks.Cases,
    ];

    internal static AttackCase? Find(string? id) => Cases.FirstOrDefault(c => c.Id == id);
}
