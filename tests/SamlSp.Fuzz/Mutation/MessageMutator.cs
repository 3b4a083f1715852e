namespace SamlSp.Fuzz;

/// <summary>Creates a message from a genuine one: mostly a few changes to its structure, at times its bytes, at times none.</summary>
internal sealed class MessageMutator
{
    private readonly IReadOnlyList<XmlPiece> _seeds;
    private readonly TreeMutator _trees;
    private readonly SignatureMutator _signatures;
    private readonly WrappingMutator _wrappings = new();

    /// <param name="seeds">What to start from.</param>
    /// <param name="others">What parts are taken from.</param>
    public MessageMutator(IReadOnlyList<XmlPiece> seeds, IReadOnlyList<XmlPiece> others)
    {
        _seeds = seeds;
        _trees = new(others);
        _signatures = new(others);
    }

    /// <summary>Changes the structure only, mildly, and nothing about signatures.</summary>
    public XmlPiece MakeTree(FuzzRandom random)
    {
        var root = random.Pick(_seeds).Clone();
        for (var changes = random.Few(4); changes > 0; changes--)
        {
            _trees.Mutate(root, random);
        }

        return root;
    }

    public byte[] Make(FuzzRandom random)
    {
        var root = random.Pick(_seeds).Clone();
        var bytesOnly = random.Once(8);
        for (var changes = bytesOnly ? 0 : random.Few(6); changes > 0; changes--)
        {
            switch (random.Next(10))
            {
                case 0 or 1:
                    root = _wrappings.Mutate(root, random);
                    break;
                case 2 or 3:
                    _signatures.Mutate(root, random);
                    break;
                default:
                    _trees.Mutate(root, random);
                    break;
            }
        }

        var bytes = random.Once(40) ? Forger.Resign(root, random) : root.ToBytes();
        if (random.Once(12))
        {
            bytes = Forger.Redigest(bytes);
        }

        if (bytesOnly || random.Once(20))
        {
            for (var changes = random.Few(4); changes > 0; changes--)
            {
                bytes = ByteMutator.Mutate(bytes, random);
            }
        }

        return random.Once(40) ? ByteMutator.Surround(bytes, random) : bytes;
    }
}
