namespace DataLoader.Tests;

/// <summary>The public face is a promise: a change to it shows as a change to a checked-in file.</summary>
public class PublicApiTests
{
    private static readonly string Verified = Repository.PathOf("tests/Runtime.Tests/public-api.verified.txt");

    [Fact]
    public void The_public_face_is_the_verified_one()
    {
        var actual = string.Join('\n', PublicApi.Describe(typeof(BatchLoader).Assembly)) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(Verified, actual);
        }

        Assert.True(
            File.Exists(Verified) && File.ReadAllText(Verified).ReplaceLineEndings("\n") == actual,
            $"The public API differs from {Path.GetFileName(Verified)}. If that is intended, run the test with UPDATE_SNAPSHOTS=1. It is now:\n{actual}");
    }
}
