using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace SamlSp.AspNetCore;

/// <summary>
/// The keys that a configuration section may have, from the types that it is bound to. The binder of the framework ignores unknown keys and
/// stops at the first value that it cannot convert. Here an unknown key is a mistake, and all mistakes are reported.
/// </summary>
internal sealed class ConfigurationSchema
{
    private readonly Dictionary<string, Type> _sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<IConfigurationSection, IEnumerable<string>>> _validators = new(
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Allows a key that another package binds to <paramref name="type"/>.</summary>
    public void Allow(string key, Type type) => _sections[key] = type;

    /// <summary>
    /// The same, with a check of the values. It runs once they have the right form, and returns a line for each mistake, which begins with
    /// the path of the key.
    /// </summary>
    public void Allow(string key, Type type, Func<IConfigurationSection, IEnumerable<string>> validate)
    {
        Allow(key, type);
        _validators[key] = validate;
    }

    /// <summary>Finds every unknown key and every value of the wrong form.</summary>
    public IReadOnlyList<string> Check(IConfigurationSection section, Type root)
    {
        var errors = Walk(section, root).Errors;
        foreach (var (key, validate) in _validators)
        {
            var path = ConfigurationPath.Combine(section.Path, key);
            if (section.GetSection(key).Exists() && !errors.Exists(e => e.StartsWith(path, StringComparison.OrdinalIgnoreCase)))
            {
                errors.AddRange(validate(section.GetSection(key)));
            }
        }

        return errors;
    }

    /// <summary>Binds the valid values of a section. Invalid ones are left out here and reported at start, each with its key.</summary>
    public void Bind(IConfigurationSection section, object options)
    {
        var (errors, durations) = Walk(section, options.GetType());
        var wrong = errors.ConvertAll(error => error[..error.IndexOf(": ", StringComparison.Ordinal)]);
        var right = section
            .AsEnumerable()
            .Where(entry =>
                !wrong.Exists(path =>
                    entry.Key.StartsWith(path, StringComparison.OrdinalIgnoreCase)
                    && (entry.Key.Length == path.Length || entry.Key[path.Length] == ':')
                )
            );
        new ConfigurationBuilder()
            .AddInMemoryCollection(right)
            .AddInMemoryCollection(durations)
            .Build()
            .GetSection(section.Path)
            .Bind(options);
    }

    private Findings Walk(IConfigurationSection section, Type root)
    {
        var findings = new Findings([], []);
        CheckObject(section, root, _sections, findings);
        return findings;
    }

    private static void CheckObject(IConfigurationSection section, Type type, Dictionary<string, Type>? more, Findings findings)
    {
        foreach (var child in section.GetChildren())
        {
            var property = type.GetProperty(
                child.Key,
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase | BindingFlags.DeclaredOnly
            );
            if (property is { SetMethod: not null } && property.Name is not "Events")
            {
                Check(child, property.PropertyType, findings);
            }
            else if (more is not null && more.TryGetValue(child.Key, out var other))
            {
                Check(child, other, findings);
            }
            else
            {
                findings.Errors.Add($"{child.Path}: there is no such setting{Nearest(child.Key, type, more)}");
            }
        }
    }

    private static void Check(IConfigurationSection section, Type type, Findings findings)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsScalar(type))
        {
            CheckScalar(section, type, findings);
        }
        else if (!string.IsNullOrEmpty(section.Value))
        {
            findings.Errors.Add($"{section.Path}: a list or a group of settings is expected here, not a value");
        }
        else if (Value(type) is { } value)
        {
            foreach (var child in section.GetChildren())
            {
                if (child.Value is null && IsScalar(value) && !child.GetChildren().Any())
                {
                    findings.Errors.Add($"{child.Path}: a value is expected here, not null");
                    continue;
                }

                Check(child, value, findings);
            }
        }
        else
        {
            CheckObject(section, type, more: null, findings);
        }
    }

    private static void CheckScalar(IConfigurationSection section, Type type, Findings findings)
    {
        if (section.Value is null)
        {
            if (section.GetChildren().Any())
            {
                findings.Errors.Add($"{section.Path}: a single value is expected here");
            }

            return;
        }

        if (type == typeof(string))
        {
            return;
        }

        if (type.IsEnum)
        {
            // By name only: the converter would also accept numbers and combinations, which mean nothing here.
            if (!Enum.GetNames(type).Contains(section.Value, StringComparer.OrdinalIgnoreCase))
            {
                findings.Errors.Add($"{section.Path}: '{section.Value}' is not {Expected(type)}");
            }

            return;
        }

        if (type == typeof(TimeSpan))
        {
            if (Duration.TryParse(section.Value, out var duration))
            {
                findings.Durations[section.Path] = duration.ToString("c", CultureInfo.InvariantCulture);
            }
            else
            {
                findings.Errors.Add($"{section.Path}: '{section.Value}' is not {Expected(type)}");
            }

            return;
        }

        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(section.Value);
        }
        catch (Exception e)
            when (e is FormatException or ArgumentException or NotSupportedException or InvalidCastException or OverflowException)
        {
            findings.Errors.Add($"{section.Path}: '{section.Value}' is not {Expected(type)}");
        }
    }

    private static bool IsScalar(Type type) =>
        type == typeof(string) || type == typeof(TimeSpan) || type == typeof(DateOnly) || type.IsPrimitive || type.IsEnum;

    /// <summary>The element type of a list or the value type of a dictionary; null for anything else.</summary>
    private static Type? Value(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1]
        : null;

    private static string Expected(Type type) =>
        type == typeof(TimeSpan) ? "a duration such as 08:00:00 (hours:minutes:seconds)"
        : type == typeof(DateOnly) ? "a date such as 2027-11-30"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type))
        : "a number";

    private static string Nearest(string key, Type type, Dictionary<string, Type>? more)
    {
        var names = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(p => p is { SetMethod: not null, Name: not "Events" })
            .Select(p => p.Name)
            .Concat(more?.Keys.AsEnumerable() ?? []);
        var best = names.OrderBy(n => Distance(n.ToLowerInvariant(), key.ToLowerInvariant())).FirstOrDefault();
        return best is not null && Distance(best.ToLowerInvariant(), key.ToLowerInvariant()) <= 3 ? $"; did you mean {best}?" : "";
    }

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)), row[j]);
            }
        }

        return row[^1];
    }

    /// <summary>The mistakes, and the durations in the notation of the framework, by path.</summary>
    private sealed record Findings(List<string> Errors, Dictionary<string, string?> Durations);
}
