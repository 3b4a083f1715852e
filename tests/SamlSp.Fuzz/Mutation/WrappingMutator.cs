namespace SamlSp.Fuzz;

/// <summary>
/// Signature wrapping in all its forms (catalogue A01 to A07): something signed stays somewhere in the document, and something forged takes
/// its place.
/// </summary>
internal sealed class WrappingMutator
{
    private readonly XmlPlaces _places = new();

    /// <summary>Gives the document that takes the place of <paramref name="root"/>.</summary>
    public XmlPiece Mutate(XmlPiece root, FuzzRandom random)
    {
        var place = random.Once(2) ? _places.Named(root, random, "Assertion") : null;
        var signed = place is var (owner, at) ? owner.Children[at] : root;
        var forged = Forge(signed, random);
        MoveSignature(signed, forged, random);
        Hide(signed, forged, random);
        if (place is not var (parent, index))
        {
            return forged;
        }

        parent.Children[index] = forged;
        if (random.Once(4))
        {
            parent.Children.Insert(index + random.Next(2), signed.Clone());
        }

        return root;
    }

    private XmlPiece Forge(XmlPiece signed, FuzzRandom random)
    {
        var forged = signed.Clone();
        if (random.Once(2))
        {
            forged.Set("ID", random.Once(2) ? "_evil" : "_f" + random.Next(10));
        }

        for (var changes = random.Few(3); changes > 0; changes--)
        {
            if (_places.Named(forged, random, "NameID", "AttributeValue", "Audience", "SessionIndex") is var (parent, index))
            {
                parent.Children[index].Children.Clear();
                parent.Children[index].Children.Add(XmlPiece.Text("admin@example.com"));
            }
        }

        return forged;
    }

    private void MoveSignature(XmlPiece signed, XmlPiece forged, FuzzRandom random)
    {
        // 0: in both; 1: in the forged one; 2: in the signed one.
        var keep = random.Next(3);
        if (keep != 0)
        {
            (keep == 1 ? signed : forged).Children.RemoveAll(static child => child.IsElement && child.Local.SequenceEqual("Signature"));
        }

        if (random.Once(3) && _places.Named(forged, random, "Reference") is var (parent, index))
        {
            parent.Children[index].Set("URI", "#" + forged.Attribute("ID"));
        }
    }

    private void Hide(XmlPiece signed, XmlPiece forged, FuzzRandom random)
    {
        var hidden = signed;
        if (random.Once(2))
        {
            hidden = random.Next(6) switch
            {
                0 => XmlPiece.Element("ds:Object", ("xmlns:ds", DisplayText.Namespaces[3])),
                1 => XmlPiece.Element("samlp:Extensions", ("xmlns:samlp", DisplayText.Namespaces[1])),
                2 => XmlPiece.Element("Advice", ("xmlns", DisplayText.Namespaces[0])),
                3 => XmlPiece.Element("samlp:StatusDetail", ("xmlns:samlp", DisplayText.Namespaces[1])),
                4 => XmlPiece.Element("Assertion", ("xmlns", DisplayText.Namespaces[0]), ("ID", "_outer")),
                _ => XmlPiece.Element("samlp:Response", ("xmlns:samlp", DisplayText.Namespaces[1]), ("ID", "_outer")),
            };
            hidden.Children.Add(signed);
        }

        // Into the signature, or anywhere else; or nowhere.
        var where = random.Next(4);
        var target =
            where == 0 && _places.Named(forged, random, "Signature", "KeyInfo", "SignedInfo") is var (parent, index)
                ? parent.Children[index]
            : where == 1 ? forged
            : where == 2 ? _places.Any(forged, random)
            : null;
        target?.Children.Insert(random.Next(target.Children.Count + 1), hidden);
    }
}
