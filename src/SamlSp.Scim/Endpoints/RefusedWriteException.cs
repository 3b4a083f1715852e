namespace SamlSp.Scim;

/// <summary>
/// Rolls a transaction back: a refused request leaves nothing behind. Caught where the transaction was begun, and nowhere else.
/// </summary>
internal sealed class RefusedWriteException(ScimResult result) : Exception
{
    public ScimResult Result { get; } = result;
}
