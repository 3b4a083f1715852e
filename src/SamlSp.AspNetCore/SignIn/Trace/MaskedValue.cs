using System.Globalization;

namespace SamlSp.AspNetCore;

/// <summary>
/// What is kept of a value: the first character and the length. Enough to see that something is there and of the right form, too little to
/// know a user by.
/// </summary>
internal readonly struct MaskedValue
{
    private readonly char _first;
    private readonly char _second;
    private readonly int _length;

    public MaskedValue(string value)
    {
        _length = value.Length;
        if (value.Length == 0)
        {
            return;
        }

        _first = value[0];
        if (char.IsHighSurrogate(_first) && value.Length > 1)
        {
            _second = value[1];
        }
    }

    public override string ToString() =>
        _length == 0 ? ""
        : _second == '\0' ? string.Create(CultureInfo.InvariantCulture, $"{_first}… ({_length})")
        : string.Create(CultureInfo.InvariantCulture, $"{_first}{_second}… ({_length})");
}
