using System.Globalization;
using System.Text;

namespace SamlSp.Scaling;

/// <summary>
/// Predicts two nodes from one. The work for an answer is the same on whichever node it is done; what comes on top is the proxy. On one
/// machine all parts share the cores, and the share of them that the one-node run could keep busy (the rest went by in waiting for commits)
/// is taken to be the same. So: answers a second = busy share × cores ÷ CPU time of all parts for an answer.
/// </summary>
internal static class TwoNodes
{
    public static string Describe(Inputs inputs)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"Measured {inputs.MeasuredAt} on {inputs.Cores} cores, shared by nodes, PostgreSQL, nginx and driver.\n\n"
        );
        text.Append(
            "| | one node, measured | CPU for each: node, PostgreSQL, driver | cores busy | two nodes: nginx in addition | predicted | measured | off by |\n"
        );
        text.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        Row(text, "sign-ins", inputs, inputs.SignIn);
        Row(text, "requests with a session", inputs, inputs.Request);
        if (inputs.Upsert is not null)
        {
            Row(text, "SCIM creations", inputs, inputs.Upsert);
        }

        return text.ToString();
    }

    /// <summary>Answers a second of two nodes on the same machine.</summary>
    public static double Predict(Inputs inputs, Operation operation)
    {
        var one = operation.OneNode;
        var busy = one.PerSecond * one.AllMicroseconds / 1e6 / inputs.Cores;

        // What nginx costs is its own measurement: it does not depend on what stands behind it.
        return busy * inputs.Cores * 1e6 / (one.AllMicroseconds + operation.TwoNodes.ProxyMicroseconds);
    }

    private static void Row(StringBuilder text, string name, Inputs inputs, Operation operation)
    {
        var one = operation.OneNode;
        var predicted = Predict(inputs, operation);
        var busy = one.PerSecond * one.AllMicroseconds / 1e6;
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {name} | {one.PerSecond:N0} a second | {one.NodeMicroseconds:N0}, {one.DatabaseMicroseconds:N0}, {one.DriverMicroseconds:N0} µs | {busy:F2} of {inputs.Cores} | {operation.TwoNodes.ProxyMicroseconds:N0} µs | {predicted:N0} | {operation.TwoNodes.PerSecond:N0} | {(operation.TwoNodes.PerSecond - predicted) / predicted:+0 %;-0 %;0 %} |\n"
        );
    }
}
