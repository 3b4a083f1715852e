namespace SamlSp.Fuzz;

/// <summary>Changes a signature in one place that verification looks at.</summary>
internal sealed class SignatureMutator(IReadOnlyList<XmlPiece> others)
{
    private readonly XmlPlaces _places = new();

    public void Mutate(XmlPiece root, FuzzRandom random)
    {
        if (_places.Named(root, random, "Signature") is not var (parent, index))
        {
            return;
        }

        var signature = parent.Children[index];
        switch (random.Next(12))
        {
            case 0 or 1:
                ChangeAlgorithm(signature, random);
                break;
            case 2:
                Copy(signature, random, "Transform");
                break;
            case 3:
                Copy(
                    signature,
                    random,
                    "Reference",
                    "SignedInfo",
                    "DigestValue",
                    "SignatureValue",
                    "KeyInfo",
                    "DigestMethod",
                    "Transforms"
                );
                break;
            case 4:
                Remove(signature, random);
                break;
            case 5:
                Refer(root, signature, random);
                break;
            case 6:
                AddPrefixList(signature, random);
                break;
            case 7:
                Exchange(signature, random, "DigestValue");
                break;
            case 8:
                Exchange(signature, random, "SignatureValue", "SignedInfo", "KeyInfo");
                break;
            case 9:
                Relocate(root, parent, index, random);
                break;
            case 10:
                AddObject(root, signature, random);
                break;
            default:
                Rebind(signature, random);
                break;
        }
    }

    private void ChangeAlgorithm(XmlPiece signature, FuzzRandom random)
    {
        if (
            _places.Named(signature, random, "CanonicalizationMethod", "SignatureMethod", "DigestMethod", "Transform")
            is var (parent, index)
        )
        {
            parent.Children[index].Set("Algorithm", random.Pick(DisplayText.Algorithms));
        }
    }

    private void Copy(XmlPiece signature, FuzzRandom random, params ReadOnlySpan<string> locals)
    {
        if (_places.Named(signature, random, locals) is not var (parent, index))
        {
            return;
        }

        var copy = parent.Children[index].Clone();
        if (random.Once(2) && copy.Attribute("Algorithm") is not null)
        {
            copy.Set("Algorithm", random.Pick(DisplayText.Algorithms));
        }

        parent.Children.Insert(index + random.Next(2), copy);
    }

    private void Remove(XmlPiece signature, FuzzRandom random)
    {
        if (_places.Below(signature, random) is var (parent, index))
        {
            parent.Children.RemoveAt(index);
        }
    }

    private void Refer(XmlPiece root, XmlPiece signature, FuzzRandom random)
    {
        if (_places.Named(signature, random, "Reference") is not var (parent, index))
        {
            return;
        }

        var target = _places.Any(root, random);
        var reference = parent.Children[index];
        if (random.Once(3))
        {
            reference.Set("URI", random.Pick(DisplayText.Values));
        }
        else if (target.Attribute("ID") is { } id)
        {
            reference.Set("URI", "#" + id);
        }
        else if (random.Once(2))
        {
            target.Set("ID", reference.Attribute("URI")?.TrimStart('#') ?? "_evil");
        }
        else
        {
            reference.Attributes.Clear();
        }
    }

    private void AddPrefixList(XmlPiece signature, FuzzRandom random)
    {
        if (_places.Named(signature, random, "CanonicalizationMethod", "Transform") is var (parent, index))
        {
            parent
                .Children[index]
                .Children.Add(
                    XmlPiece.Element(
                        "ec:InclusiveNamespaces",
                        ("xmlns:ec", DisplayText.Namespaces[6]),
                        (
                            "PrefixList",
                            random.Pick([
                                "",
                                "samlp",
                                "#default",
                                "samlp ds #default",
                                "xs xsi",
                                "xml xmlns",
                                random.Pick(DisplayText.Values),
                            ])
                        )
                    )
                );
        }
    }

    private void Exchange(XmlPiece signature, FuzzRandom random, params ReadOnlySpan<string> locals)
    {
        if (_places.Named(signature, random, locals) is not var (parent, index))
        {
            return;
        }

        var local = parent.Children[index].Local.ToString();
        if (_places.Named(random.Pick(others), random, local) is var (other, at))
        {
            parent.Children[index] = other.Children[at].Clone();
        }
    }

    private void Relocate(XmlPiece root, XmlPiece parent, int index, FuzzRandom random)
    {
        var signature = parent.Children[index];
        if (random.Once(2))
        {
            parent.Children.RemoveAt(index);
        }

        var target = _places.Any(root, random).Children;
        target.Insert(Math.Min(random.Next(3), target.Count), signature.Clone());
    }

    private void AddObject(XmlPiece root, XmlPiece signature, FuzzRandom random)
    {
        var content = XmlPiece.Element("Object", ("xmlns", "http://www.w3.org/2000/09/xmldsig#"));
        content.Children.Add(_places.Any(random.Once(2) ? root : random.Pick(others), random).Clone());
        signature.Children.Add(content);
    }

    private void Rebind(XmlPiece signature, FuzzRandom random)
    {
        var element = _places.Any(signature, random);
        element.Set(random.Pick(["xmlns", "xmlns:ds", "xmlns:x"]), random.Pick(DisplayText.Namespaces));
        if (random.Once(2))
        {
            element.Name = random.Pick(["ds:", "x:", ""]) + element.Local.ToString();
        }
    }
}
