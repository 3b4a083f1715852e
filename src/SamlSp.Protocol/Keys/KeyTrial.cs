namespace SamlSp.Protocol;

/// <summary>Looks for the key that made a signature among those that are pinned to an issuer.</summary>
internal static class KeyTrial
{
    /// <summary>
    /// Null when a key that counts made the signature; else why not: <c>signature_invalid</c>, <c>weak_algorithm</c> or
    /// <c>expired_certificate</c>.
    /// </summary>
    public static string? Verify(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> hash,
        ReadOnlySpan<byte> value,
        TrustedIssuer issuer,
        VerifierLimits limits,
        DateTimeOffset now
    )
    {
        var code = RefusalCodes.SignatureInvalid;
        var tried = 0;

        // Keys that count come first, so that old certificates do not use up the tries. The same key may be pinned again in an expired
        // certificate, so the other keys only tell the reason.
        for (var good = true; ; good = false)
        {
            for (var i = 0; i < issuer.SigningKeys.Count; i++)
            {
                var key = issuer.SigningKeys[i];
                var isValid = now >= key.NotBefore && now <= key.NotAfter;
                if (!key.Fits(algorithm) || (isValid && !key.IsWeak) != good)
                {
                    continue;
                }

                if (tried++ == limits.MaximumKeysTried)
                {
                    return code;
                }

                if (!key.Verify(algorithm, hash, value))
                {
                    continue;
                }

                if (!key.IsWeak && (isValid || issuer.AllowExpiredCertificates))
                {
                    return null;
                }

                code = key.IsWeak ? RefusalCodes.WeakAlgorithm : RefusalCodes.ExpiredCertificate;
            }

            if (!good)
            {
                return code;
            }
        }
    }
}
