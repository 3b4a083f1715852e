#!/usr/bin/env bash
# CSharpier formats XML files too, and a signed XML sample no longer verifies afterwards.
#
# One would guess: a formatter named after C# leaves a SAML message alone that lies beside the tests that read it.
# What is so: since 1.0 "csharpier format ." also rewrites *.xml (and *.csproj, *.props, *.targets, *.config). White space between
#   elements is part of what an enveloped signature covers, so a signed sample that is indented anew fails with a wrong digest, far away
#   from the commit that formatted it.
# Whom it hurts: every project that keeps signed SAML responses or metadata as test data and adopts the formatter. A .csharpierignore
#   with **/*.xml before the first run prevents it.
# Source: CSharpier's change log for 1.0.0 (XML formatting), its documentation of .csharpierignore.
set -euo pipefail
csharpier=1.3.0 xml=10.0.15
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
cd "$folder"
dotnet tool install csharpier --version "$csharpier" --tool-path tools >/dev/null
mkdir app samples
cat > app/finding.csproj <<P
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
  <ItemGroup><PackageReference Include="System.Security.Cryptography.Xml" Version="[$xml]" /></ItemGroup>
</Project>
P
cat > app/Program.cs <<'P'
using System.Security.Cryptography;
using System.Security.Cryptography.Xml;
using System.Xml;

var document = new XmlDocument { PreserveWhitespace = true };
if (args[0] == "sign")
{
    using var key = RSA.Create(2048);
    document.LoadXml("<Assertion ID='_a1' xmlns='urn:oasis:names:tc:SAML:2.0:assertion'><Issuer>https://idp.example.com/</Issuer><Subject><NameID>alice@example.com</NameID></Subject></Assertion>");
    var signed = new SignedXml(document) { SigningKey = key };
    signed.SignedInfo!.CanonicalizationMethod = SignedXml.XmlDsigExcC14NTransformUrl;
    var reference = new Reference("#_a1");
    reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
    reference.AddTransform(new XmlDsigExcC14NTransform());
    signed.AddReference(reference);
    signed.KeyInfo.AddClause(new RSAKeyValue(key));
    signed.ComputeSignature();
    document.DocumentElement!.InsertAfter(signed.GetXml(), document.DocumentElement.FirstChild);
    File.WriteAllText(args[1], document.OuterXml);
    return;
}

document.Load(args[1]);
var check = new SignedXml(document);
check.LoadXml((XmlElement)document.GetElementsByTagName("Signature", SignedXml.XmlDsigNamespaceUrl)[0]!);
Console.WriteLine(check.CheckSignature() ? "valid" : "invalid");
P
dotnet build app -v quiet -o out >/dev/null
dotnet out/finding.dll sign samples/assertion.xml
before=$(dotnet out/finding.dll check samples/assertion.xml)
tools/csharpier format samples >/dev/null
after=$(dotnet out/finding.dll check samples/assertion.xml)
echo "csharpier $(tools/csharpier --version)"
echo "signature before formatting: $before, after: $after"
head -n 3 samples/assertion.xml | cut -c 1-100
[ "$before" = valid ] && [ "$after" = invalid ]
