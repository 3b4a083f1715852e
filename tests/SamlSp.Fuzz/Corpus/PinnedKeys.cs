using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>
/// RSA keys that are the same in every run, so that an iteration creates the same bytes in every run, without a key file. Their
/// secrecy protects nothing.
/// </summary>
internal static class PinnedKeys
{
    private static readonly int[] SmallPrimes =
    [
        .. Enumerable.Range(3, 2000).Where(n => Enumerable.Range(2, (int)Math.Sqrt(n) - 1).All(d => n % d != 0)),
    ];

    /// <summary>The key that the identity provider signs with.</summary>
    public static X509Certificate2 Idp { get; } = Certificate(1);

    /// <summary>A key that is not trusted.</summary>
    public static X509Certificate2 Untrusted { get; } = Certificate(2);

    /// <summary>The service provider's decryption key.</summary>
    public static X509Certificate2 SpDecryption { get; } = Certificate(3);

    private static X509Certificate2 Certificate(ulong seed)
    {
        var key = RSA.Create(Make(seed));
        var request = new CertificateRequest("CN=Pinned key " + seed, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var bare = request.Create(
            request.SubjectName,
            X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            TestClock.Now.AddYears(-1),
            TestClock.Now.AddYears(1),
            [1, 2, 3, (byte)seed]
        );
        return bare.CopyWithPrivateKey(key);
    }

    private static RSAParameters Make(ulong seed)
    {
        var random = new FuzzRandom(seed, 0);
        BigInteger e = 65537,
            p = Prime(random, e),
            q = Prime(random, e);
        var d = Inverse(e, (p - 1) * (q - 1));
        return new()
        {
            Modulus = Bytes(p * q, 256),
            Exponent = Bytes(e, 3),
            D = Bytes(d, 256),
            P = Bytes(p, 128),
            Q = Bytes(q, 128),
            DP = Bytes(d % (p - 1), 128),
            DQ = Bytes(d % (q - 1), 128),
            InverseQ = Bytes(Inverse(q, p), 128),
        };
    }

    private static BigInteger Prime(FuzzRandom random, BigInteger e)
    {
        var bytes = new byte[128];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.Next(256);
        }

        // The two highest bits, so that the product has 2048; odd.
        bytes[0] |= 0xC0;
        bytes[^1] |= 1;
        var candidate = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        while (SmallPrimes.Any(small => candidate % small == 0) || candidate % e == 1 || !IsPrime(candidate, random))
        {
            candidate += 2;
        }

        return candidate;
    }

    // Miller-Rabin.
    private static bool IsPrime(BigInteger n, FuzzRandom random)
    {
        var odd = n - 1;
        var twos = 0;
        for (; odd.IsEven; odd >>= 1)
        {
            twos++;
        }

        for (var round = 0; round < 16; round++)
        {
            var x = BigInteger.ModPow(2 + random.Next(int.MaxValue), odd, n);
            var passes = x.IsOne || x == n - 1;
            for (var i = 1; i < twos && !passes; i++)
            {
                x = x * x % n;
                passes = x == n - 1;
            }

            if (!passes)
            {
                return false;
            }
        }

        return true;
    }

    private static BigInteger Inverse(BigInteger value, BigInteger modulus)
    {
        BigInteger a = value,
            b = modulus,
            x = 1,
            y = 0;
        while (a > 1)
        {
            var quotient = a / b;
            (a, b) = (b, a % b);
            (x, y) = (y, x - (quotient * y));
        }

        return x < 0 ? x + modulus : x;
    }

    private static byte[] Bytes(BigInteger value, int length)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
