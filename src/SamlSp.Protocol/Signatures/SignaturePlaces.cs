namespace SamlSp.Protocol;

/// <summary>
/// Where signatures may stand: directly after the Issuer of the message, and directly after the Issuer of its assertion. One anywhere else
/// is a decoy or a wrapped original, and refuses the message.
/// </summary>
internal static class SignaturePlaces
{
    /// <summary>
    /// Finds the signatures of a message and of its assertion, and checks that there are no others and that IDs are unique.
    /// </summary>
    /// <param name="message">The document element.</param>
    /// <param name="assertion">The assertion in it; default for none.</param>
    /// <param name="ofMessage">The message's Signature; default for none.</param>
    /// <param name="ofAssertion">The assertion's Signature; default for none.</param>
    public static Refusal? Find(XmlElement message, XmlElement assertion, out XmlElement ofMessage, out XmlElement ofAssertion)
    {
        ofMessage = default;
        ofAssertion = default;
        var tree = message.Tree;
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            if (tree.Nodes[i].Namespace != Namespaces.Signature || !tree.Nodes[i].IsElement)
            {
                continue;
            }

            var element = new XmlElement(tree, i);
            if (!element.Is("Signature"u8, Namespaces.Signature))
            {
                continue;
            }

            // Its parent is the message or the assertion, has no other Signature, and has this one after its Issuer.
            var parent = element.Parent;
            if (!parent.Exists || (parent != message && parent != assertion))
            {
                return SignatureRefusals.Position;
            }

            ref var place = ref ofMessage;
            if (parent != message)
            {
                place = ref ofAssertion;
            }

            if (place.Exists)
            {
                return SignatureRefusals.Several;
            }

            var children = parent.Children;
            var followsIssuer =
                children.MoveNext()
                && children.Current.Is("Issuer"u8, Namespaces.Assertion)
                && children.MoveNext()
                && children.Current == element;
            if (!followsIssuer)
            {
                return SignatureRefusals.Position;
            }

            place = element;
        }

        return UniqueIds.Check(tree);
    }
}
