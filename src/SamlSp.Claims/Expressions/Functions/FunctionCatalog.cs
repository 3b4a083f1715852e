using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Claims;

/// <summary>All functions, by name in any case, as in Entra's “Reference for writing expressions for attribute mappings”.</summary>
internal static class FunctionCatalog
{
    private static readonly FrozenDictionary<string, FunctionDefinition> Functions = new FunctionDefinition[]
    {
        new("Append(source, suffix)", TextFunctions.Append),
        new("AppRoleAssignmentsComplex(appRoleAssignments)", RoleFunctions.Complex),
        new("AssertiveAppRoleAssignmentsComplex(appRoleAssignments)", RoleFunctions.Complex),
        new("BitAnd(value1, value2)", ConversionFunctions.BitAnd),
        new("CBool(expression)", LogicFunctions.CBool) { TakesComparison = true },
        new("CDate(expression)", DateFunctions.CDate),
        new("Coalesce(source1, ...)", LogicFunctions.Coalesce) { TakesNull = true },
        new("ConvertToBase64(source)", ConversionFunctions.ConvertToBase64),
        new("ConvertToUTF8Hex(source)", ConversionFunctions.ConvertToUtf8Hex),
        new("Count(attribute)", ListFunctions.Count) { TakesNull = true },
        new("CStr(value)", ConversionFunctions.CStr),
        new("DateAdd(interval, value, dateTime)", DateFunctions.DateAdd) { Check = DateFunctions.CheckInterval },
        new("DateDiff(interval, date1, date2)", DateFunctions.DateDiff) { Check = DateFunctions.CheckInterval },
        new("DateFromNum(value)", DateFunctions.DateFromNum),
        new("FormatDateTime(source, dateTimeStyles?, inputFormat?, outputFormat?)", DateFormatting.FormatDateTime)
        {
            Check = DateFormatting.Check,
        },
        new("Guid()", RandomFunctions.NewGuid),
        new("IgnoreFlowIfNullOrEmpty(expression)", LogicFunctions.IgnoreFlowIfNullOrEmpty) { TakesNull = true },
        new("IIF(condition, valueIfTrue, valueIfFalse)", LogicFunctions.Iif) { TakesComparison = true, TakesNull = true },
        new("InStr(value1, value2, start?, compareType?)", TextFunctions.InStr),
        new("IsNull(expression)", LogicFunctions.IsNull) { TakesNull = true },
        new("IsNullOrEmpty(expression)", LogicFunctions.IsNullOrEmpty) { TakesNull = true },
        new("IsPresent(expression)", LogicFunctions.IsPresent) { TakesNull = true },
        new("IsString(expression)", LogicFunctions.IsString) { TakesNull = true },
        new("Item(attribute, index)", ListFunctions.Item),
        new("Join(separator, source1, ...)", ListFunctions.Join) { TakesNull = true },
        new("Left(String, NumChars)", TextFunctions.Left),
        new("Len(source)", TextFunctions.Len),
        new("Mid(source, start, length)", TextFunctions.Mid),
        new("NormalizeDiacritics(source)", TextFunctions.NormalizeDiacritics),
        new("Not(source)", LogicFunctions.Not),
        new("Now()", DateFunctions.Now),
        new("NumFromDate(value)", DateFunctions.NumFromDate),
        new("PCase(source, wordSeparators?)", TextFunctions.PCase),
        new(
            "RandomString(Length, MinimumNumbers, MinimumSpecialCharacters, MinimumCapital, MinimumLowerCase, CharactersToAvoid?)",
            RandomFunctions.RandomString
        ),
        new("Redact(value)", LogicFunctions.Redact) { TakesNull = true },
        new("RemoveDuplicates(attribute)", ListFunctions.RemoveDuplicates),
        new(
            "Replace(source, oldValue?, regexPattern?, regexGroupName?, replacementValue?, replacementAttributeName?, template?)",
            ReplaceFunction.Replace
        )
        {
            Check = ReplaceFunction.Check,
            TakesNull = true,
        },
        new("SelectUniqueValue(uniqueValueRule1, uniqueValueRule2, ...)", LogicFunctions.SelectUniqueValue)
        {
            TopLevelOnly = true,
            TakesNull = true,
        },
        new("SingleAppRoleAssignment(appRoleAssignments)", RoleFunctions.Single),
        new("Split(source, delimiter)", ListFunctions.Split),
        new("StripSpaces(source)", TextFunctions.StripSpaces),
        new("Switch(source, defaultValue?, key1, value1, ...)", LogicFunctions.Switch)
        {
            Check = LogicFunctions.CheckSwitch,
            TakesNull = true,
        },
        new("ToLower(source, culture?)", TextFunctions.ToLower),
        new("ToUpper(source, culture?)", TextFunctions.ToUpper),
        new("Word(String, WordNumber, Delimiters)", TextFunctions.Word),
    }.ToFrozenDictionary(static f => f.Name, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<FunctionDefinition> All => Functions.Values;

    public static bool TryGet(string name, [NotNullWhen(true)] out FunctionDefinition? function) =>
        Functions.TryGetValue(name, out function);

    /// <summary>The function whose name is nearest to a misspelt one, or null when none is near.</summary>
    public static string? Nearest(string name)
    {
        if (name.Length > 40)
        {
            return null;
        }

        var nearest = Functions
            .Values.Select(f => (f.Name, Distance: Distance(name.ToUpperInvariant(), f.Name.ToUpperInvariant())))
            .OrderBy(static f => f.Distance)
            .ThenBy(static f => f.Name, StringComparer.Ordinal)
            .First();
        return nearest.Distance <= Math.Max(1, name.Length / 3) ? nearest.Name : null;
    }

    /// <summary>Levenshtein's distance.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
