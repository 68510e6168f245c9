using System.Text.RegularExpressions;

namespace DataLoader.Tests;

/// <summary>No row of the contract is forgotten: each has a test whose name begins with its id, alone or among others.</summary>
public class ConformanceTests
{
    private const string Rows = """
        A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16 A17 A18 A19 A20
        B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 B11 B12 B13 B14 B15 B16 B17 B18 B19 B20 B21 B23
        C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 C12 C13 C14
        D1 D2 D3 D4 D5 D6 D7 D8 D9 D11 D12 D13 D14
        E1 E2 E3 E4 E5 E6 E7 E8 E9
        F1 F2 F4 F5 F6 F7 F9 F10
        G1 G2 G3 G4 G5 G6 G7
        H3 H4 H6 H7 H8
        I1 I2 I3 I4
        J1 J2 J3 J4
        K1 K2 K3 K4 K5 K6 K7 K8 K9
        L1 L2 L3 L4 L5 L6 L7 L8
        N1 N2 N3 N4 N5 N6 N7 N8
        P1 P2 P3 P4 P5 P6 P7 P8 P9 P10 P11 P12 P13 P14
        T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T16 T17 T18 T19 T20 T21 T22
        U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 U11 U12 U13 U14 U15 U16 U17 U18 U19 U20 U21 U22 U23 U24 U25
        V1 V2 V3 V4 V5 V6 V7 V8 V9 V10 V11 V12 V13
        X1 X2 X3 X4 X5 X6 X7 X8 X9 X10 X11 X12 X13 X14 X15
        S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 S14
        """;

    /// <summary>What the compiler sees to, or what does not apply to .NET.</summary>
    private const string NotTestedHere = "B22 D10 F3 F8 H1 H2 H5";

    private const string TestedWithGraphQL = "Q1 Q2 Q3 Q4 Q5 Q6 Q7 Q8 Q9 Q10 Q11";

    [Fact]
    public void The_contract_page_lists_the_rows_that_are_tested_and_no_other()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/contract.md"));
        IEnumerable<string> rows = Regex.Matches(page, @"^\| ([A-Z][0-9]+) \|", RegexOptions.Multiline)
            .Select(static row => row.Groups[1].Value)
            .Distinct();

        string[] all = [.. Ids(Rows), .. Ids(NotTestedHere), .. Ids(TestedWithGraphQL)];
        Assert.Equal(all.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_of_the_contract_has_a_test()
    {
        var tested = typeof(ConformanceTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods())
            .Where(static method => method.IsDefined(typeof(FactAttribute), inherit: false))
            .SelectMany(static method => method.Name.Split('_').TakeWhile(static part => Regex.IsMatch(part, "^[A-Z][0-9]+$")))
            .ToHashSet();

        Assert.Equal([], Ids(Rows).Except(tested));
    }

    [Fact]
    public void Every_row_of_the_package_for_GraphQL_has_a_test()
    {
        var tested = Directory.EnumerateFiles(Repository.PathOf("tests/GraphQL.Tests"), "*Tests.cs")
            .SelectMany(static file => Regex.Matches(File.ReadAllText(file), "public (?:async )?Task (Q[0-9]+)_"))
            .Select(static test => test.Groups[1].Value)
            .ToHashSet();

        Assert.Equal([], Ids(TestedWithGraphQL).Except(tested));
    }

    private static string[] Ids(string rows) => rows.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
