namespace SamlSp.Claims;

/// <summary>Names of trace steps such as <c>nameId[2]</c>: the small ones, which every sign-in has, are made once.</summary>
internal sealed class IndexedName(string name)
{
    private readonly string?[] _made = new string?[128];

    public string this[int index] => (uint)index < (uint)_made.Length ? _made[index] ??= $"{name}[{index}]" : $"{name}[{index}]";
}
