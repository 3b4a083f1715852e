using System.Text;

namespace SamlSp.Claims;

/// <summary>Functions that write a value in another form.</summary>
internal static class ConversionFunctions
{
    public static ExpressionValue BitAnd(EvaluationContext context, CallExpression call)
    {
        var first = context.Number(call, 0);
        var second = context.Number(call, 1);
        return first is null || second is null ? ExpressionValue.Null : ExpressionValue.FromNumber(first.Value & second.Value);
    }

    /// <summary>“Unicode base64”: of the UTF-16 bytes, low byte first.</summary>
    public static ExpressionValue ConvertToBase64(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromText(context.Text(call, 0) is { } text ? Convert.ToBase64String(Encoding.Unicode.GetBytes(text)) : null);

    public static ExpressionValue ConvertToUtf8Hex(EvaluationContext context, CallExpression call) =>
        ExpressionValue.FromText(context.Text(call, 0) is { } text ? Convert.ToHexString(Encoding.UTF8.GetBytes(text)) : null);

    public static ExpressionValue CStr(EvaluationContext context, CallExpression call) => ExpressionValue.FromText(context.Text(call, 0));
}
