namespace SamlSp.Scim;

/// <summary>What an operation of a PATCH request does.</summary>
internal enum PatchKind
{
    Add,
    Replace,
    Remove,
}
