#!/usr/bin/env bash
# RSA-OAEP in .NET has one hash for the digest and for the mask generation function.
#
# One would guess: an EncryptedKey whose EncryptionMethod says rsa-oaep with DigestMethod SHA-256 is decrypted with
#   RSAEncryptionPadding.OaepSHA256.
# What is so: XML Encryption 1.1 names two hashes, and MGF1 stays SHA-1 when no MGF element is sent (section 5.5.2). .NET uses
#   the chosen hash for both, so OaepSHA256 means MGF1 with SHA-256, and no padding object can say "SHA-256 digest, MGF1 with SHA-1".
#   Decryption ends in a CryptographicException that does not name the cause, for each of .NET's OAEP paddings.
# Whom it hurts: SAML service providers in .NET whose identity provider sends rsa-oaep-mgf1p with a SHA-256 digest, the combination
#   that the SAML V2.0 interoperability profile (saml2int) asks for.
# Source: XML Encryption 1.1, 5.5.2; the documentation of RSAEncryptionPadding.CreateOaep, which takes one hash algorithm. Other
#   platforms with one hash for both met it too: github.com/crewjam/saml/issues/647 (Go), auth0/node-xml-encryption/pull/140 (Node.js).
# SamlSp: src/SamlSp.Protocol decrypts this combination with BouncyCastle.Cryptography; see docs/dependencies.md.
set -euo pipefail
bouncy=2.7.0
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<P
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="BouncyCastle.Cryptography" Version="[$bouncy]" /></ItemGroup>
</Project>
P
cat > Program.cs <<'P'
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Security;

using var rsa = RSA.Create(2048);
var key = RandomNumberGenerator.GetBytes(32);
var paddings = new (string Name, RSAEncryptionPadding Padding)[]
{
    ("OaepSHA1", RSAEncryptionPadding.OaepSHA1), ("OaepSHA256", RSAEncryptionPadding.OaepSHA256),
    ("OaepSHA384", RSAEncryptionPadding.OaepSHA384), ("OaepSHA512", RSAEncryptionPadding.OaepSHA512),
};
Console.WriteLine($"runtime {Environment.Version}");
foreach (var (name, digest, mask) in new[] { ("digest SHA-256, MGF1 SHA-256", 256, 256), ("digest SHA-256, MGF1 SHA-1", 256, 1) })
{
    var encoding = new OaepEncoding(new RsaEngine(), new Sha256Digest(), mask == 1 ? new Sha1Digest() : new Sha256Digest(), null);
    encoding.Init(true, DotNetUtilities.GetRsaPublicKey(rsa));
    var encrypted = encoding.ProcessBlock(key, 0, key.Length);
    var read = paddings.Where(p => Try(() => rsa.Decrypt(encrypted, p.Padding)) is { } plain && plain.AsSpan().SequenceEqual(key)).Select(p => p.Name);
    Console.WriteLine($"{name}: .NET reads it with [{string.Join(", ", read)}]");
}

static byte[]? Try(Func<byte[]> decrypt)
{
    try { return decrypt(); }
    catch (CryptographicException) { return null; }
}
P
dotnet run -v quiet 2>/dev/null | tee seen.txt
grep -qx 'digest SHA-256, MGF1 SHA-256: .NET reads it with \[OaepSHA256\]' seen.txt
grep -qx 'digest SHA-256, MGF1 SHA-1: .NET reads it with \[\]' seen.txt
echo "as described, with BouncyCastle.Cryptography $bouncy"
