namespace SamlSp.Fuzz;

/// <summary>Finds the places of a document, by chance.</summary>
internal sealed class XmlPlaces
{
    private readonly List<(XmlPiece Parent, int Index)> _places = new(256);

    /// <summary>How many pieces the document has.</summary>
    public int Count(XmlPiece root) => Collect(root, elements: false).Count + 1;

    /// <summary>An element below the root and where it stands; null when there is none.</summary>
    public (XmlPiece Parent, int Index)? Below(XmlPiece root, FuzzRandom random) => Pick(Collect(root, elements: true), random);

    /// <summary>A piece of text and where it stands; null when there is none.</summary>
    public XmlPiece? Text(XmlPiece root, FuzzRandom random)
    {
        Collect(root, elements: false).RemoveAll(static place => place.Parent.Children[place.Index].IsElement);
        return Pick(_places, random) is var (parent, index) ? parent.Children[index] : null;
    }

    /// <summary>Any element, the root included.</summary>
    public XmlPiece Any(XmlPiece root, FuzzRandom random)
    {
        var places = Collect(root, elements: true);
        var chosen = random.Next(places.Count + 1);
        return chosen == places.Count ? root : places[chosen].Parent.Children[places[chosen].Index];
    }

    /// <summary>An element with one of these local names; null when there is none.</summary>
    public (XmlPiece Parent, int Index)? Named(XmlPiece root, FuzzRandom random, params ReadOnlySpan<string> locals)
    {
        var all = Collect(root, elements: true);
        var kept = 0;
        for (var i = 0; i < all.Count; i++)
        {
            foreach (var local in locals)
            {
                if (all[i].Parent.Children[all[i].Index].Local.SequenceEqual(local))
                {
                    all[kept++] = all[i];
                    break;
                }
            }
        }

        all.RemoveRange(kept, all.Count - kept);
        return Pick(all, random);
    }

    private static (XmlPiece Parent, int Index)? Pick(List<(XmlPiece Parent, int Index)> places, FuzzRandom random) =>
        places.Count == 0 ? null : random.Pick(places);

    private List<(XmlPiece Parent, int Index)> Collect(XmlPiece root, bool elements)
    {
        _places.Clear();
        Add(root, elements);
        return _places;
    }

    private void Add(XmlPiece parent, bool elements)
    {
        for (var i = 0; i < parent.Children.Count; i++)
        {
            var child = parent.Children[i];
            if (!elements || child.IsElement)
            {
                _places.Add((parent, i));
            }

            if (child.IsElement)
            {
                Add(child, elements);
            }
        }
    }
}
