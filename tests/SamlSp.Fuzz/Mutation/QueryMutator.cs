using System.Text;

namespace SamlSp.Fuzz;

/// <summary>Creates query strings: parameters moved, repeated, re-encoded, exchanged; messages and compressed bytes changed.</summary>
internal sealed class QueryMutator(IReadOnlyList<string> queries, MessageMutator messages)
{
    private static readonly string[] Parameters =
    [
        "SAMLEncoding=urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3ADEFLATE",
        "SAMLEncoding=x",
        "RelayState=evil",
        "RelayState=",
        "RelayState=%ff",
        "RelayState=%",
        "SAMLRequest=",
        "SAMLResponse=AAAA",
        "SigAlg=http%3a%2f%2fwww.w3.org%2f2000%2f09%2fxmldsig%23rsa-sha1",
        "SigAlg=",
        "Signature=",
        "Signature=AAAA",
        "x=y",
        "=",
        "samlrequest=x",
        "%53AMLRequest=x",
        "",
    ];

    public byte[] Make(FuzzRandom random)
    {
        var parts = random.Pick(queries).Split('&').ToList();
        for (var changes = random.Few(4); changes > 0; changes--)
        {
            Change(parts, random);
        }

        var bytes = Encoding.UTF8.GetBytes(string.Join(random.Once(60) ? ';' : '&', parts));
        return random.Once(12) ? ByteMutator.Mutate(bytes, random) : bytes;
    }

    private void Change(List<string> parts, FuzzRandom random)
    {
        if (parts.Count == 0)
        {
            return;
        }

        var index = random.Next(parts.Count);
        switch (random.Next(9))
        {
            case 0:
                parts.RemoveAt(index);
                break;
            case 1:
                parts.Insert(random.Next(parts.Count), parts[index]);
                break;
            case 2:
                parts.Insert(random.Next(parts.Count), random.Pick(Parameters));
                break;
            case 3:
                (parts[0], parts[index]) = (parts[index], parts[0]);
                break;
            case 4:
                parts[index] = Reencode(parts[index], random);
                break;
            case 5:
                parts[index] = random.Pick(random.Pick(queries).Split('&'));
                break;
            default:
                parts[0] = random.Pick(["SAMLRequest=", "SAMLResponse="]) + Message(random);
                break;
        }
    }

    private string Message(FuzzRandom random)
    {
        var base64 = ByteMutator.ToBase64(ByteMutator.Deflate(messages.Make(random), random), random);
        return Uri.EscapeDataString(Encoding.Latin1.GetString(base64));
    }

    private static string Reencode(string part, FuzzRandom random)
    {
        var at = part.IndexOf('%', StringComparison.Ordinal);
        return random.Next(5) switch
        {
            0 => Uri.UnescapeDataString(part),
            1 => Uri.EscapeDataString(part),
            2 => part.Replace("%2f", "%2F", StringComparison.Ordinal),
            3 when at >= 0 => part[..at] + "%" + part[at..],
            _ => part.Replace("%2b", "+", StringComparison.Ordinal).Replace("%20", "+", StringComparison.Ordinal),
        };
    }
}
