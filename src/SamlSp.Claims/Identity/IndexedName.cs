namespace SamlSp.Claims;

/// <summary>Names of trace steps such as <c>nameId[2]</c>: those with small numbers, which every sign-in has, are created once.</summary>
internal sealed class IndexedName(string name)
{
    private readonly string?[] _names = new string?[128];

    public string this[int index] => (uint)index < (uint)_names.Length ? _names[index] ??= $"{name}[{index}]" : $"{name}[{index}]";
}
