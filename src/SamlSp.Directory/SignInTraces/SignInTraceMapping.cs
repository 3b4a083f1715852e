using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Between attempts and their rows.</summary>
internal sealed class SignInTraceMapping(IDataProtectionProvider protection)
{
    private readonly IDataProtector _values = protection.CreateProtector("SamlSp.SignInTrace.Values.v1");
    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.SignInTrace.Detail.v1");

    public SignInTraceRow ToRow(SignInTraceEntry entry) =>
        new()
        {
            Reference = entry.Reference,
            Organization = entry.Organization is { } name ? OrganizationScope.Key(name) : "",
            OrganizationName = entry.Organization,
            At = entry.At,
            Hour = entry.At.UtcTicks / TimeSpan.TicksPerHour,
            Code = entry.Code,
            Reason = entry.Reason,
            IdentityProviderError = entry.IdentityProviderError,
            UserId = entry.UserId,
            Milliseconds = entry.Milliseconds,
            PackedContent = PackedJson.Pack(entry, Write),
            PackedValues = entry.Values is { } values ? _values.Protect(PackedJson.Pack(values, SignInTraceValuesJson.Write)) : null,
            Detail = entry.Detail is { } detail ? _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(detail)) : null,
            DetailUntil = entry.Detail?.Until,
        };

    /// <param name="row">The row.</param>
    /// <param name="now">Details whose time is over are not given out, even if nobody has deleted them yet; null gives none.</param>
    public SignInTraceEntry ToEntry(SignInTraceRow row, DateTimeOffset? now)
    {
        var content = PackedJson.Unpack<Content>(row.PackedContent!)!;
        return new()
        {
            Reference = row.Reference,
            Organization = row.OrganizationName,
            At = row.At,
            Code = row.Code,
            Reason = row.Reason,
            IdentityProviderError = row.IdentityProviderError,
            UserId = row.UserId,
            Milliseconds = row.Milliseconds,
            Checks = content.Checks,
            Claims = content.Claims,
            Rules = content.Rules,
            Session = content.Session,
            Address = content.Address,
            UserAgent = content.UserAgent,
            Detail = row.Detail is { } detail && row.DetailUntil > now ? Open(detail) : null,
        };
    }

    /// <summary>An accepted attempt, as the look-up of a session's attempt reads it; null for a row without content.</summary>
    public static SignInTraceEntry? ToEntry(string reference, string organization, DateTimeOffset at, string userId, byte[]? packedContent)
    {
        if (packedContent is null || PackedJson.Unpack<Content>(packedContent) is not { } content)
        {
            return null;
        }

        return new()
        {
            Reference = reference,
            Organization = organization,
            At = at,
            UserId = userId,
            Session = content.Session,
            Address = content.Address,
            UserAgent = content.UserAgent,
        };
    }

    /// <summary>Who it was and what decided; null when the key ring cannot read it (any more).</summary>
    public SignInTraceValues? ToValues(byte[] packed)
    {
        try
        {
            return PackedJson.Unpack<SignInTraceValues>(_values.Unprotect(packed));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter writer, SignInTraceEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(nameof(Content.Checks));
        foreach (var check in entry.Checks)
        {
            writer.WriteStartObject();
            writer.WriteString(nameof(SignInCheck.Check), check.Check);
            writer.WriteBoolean(nameof(SignInCheck.Passed), check.Passed);
            writer.WriteString(nameof(SignInCheck.Detail), check.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WritePropertyName(nameof(Content.Claims));
        PackedJson.WriteClaims(writer, entry.Claims);
        writer.WritePropertyName(nameof(Content.Rules));
        PackedJson.WriteTexts(writer, entry.Rules);
        if (entry.Session is not null)
        {
            writer.WriteString(nameof(Content.Session), entry.Session);
        }

        if (entry.Address is not null)
        {
            writer.WriteString(nameof(Content.Address), entry.Address);
        }

        if (entry.UserAgent is not null)
        {
            writer.WriteString(nameof(Content.UserAgent), entry.UserAgent);
        }

        writer.WriteEndObject();
    }

    private SignInTraceDetail? Open(byte[] detail)
    {
        try
        {
            return JsonSerializer.Deserialize<SignInTraceDetail>(_protector.Unprotect(detail));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private sealed record Content(
        IReadOnlyList<SignInCheck> Checks,
        IReadOnlyDictionary<string, IReadOnlyList<string>> Claims,
        IReadOnlyList<string> Rules,
        string? Session = null,
        string? Address = null,
        string? UserAgent = null
    );
}
