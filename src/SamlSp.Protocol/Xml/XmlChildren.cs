namespace SamlSp.Protocol;

/// <summary>The child elements of an element, for <c>foreach</c>.</summary>
internal struct XmlChildren(XmlTree tree, int parent)
{
    private int _next = tree.Nodes[parent].FirstChild;
    private int _current = -1;

    public readonly XmlElement Current => new(tree, _current);

    public readonly XmlChildren GetEnumerator() => this;

    public bool MoveNext()
    {
        while (_next >= 0)
        {
            _current = _next;
            _next = tree.Nodes[_current].Next;
            if (tree.Nodes[_current].IsElement)
            {
                return true;
            }
        }

        return false;
    }
}
