namespace DataLoader.Tests;

/// <summary>The value or the error of one key.</summary>
public class LoadResultTests
{
    [Fact]
    public void A_value_is_a_success()
    {
        LoadResult<string> result = "value";

        Assert.True(result.IsSuccess);
        Assert.Equal("value", result.Value);
        Assert.Null(result.Error);
        Assert.Equal(result, LoadResult.Success("value"));
    }

    [Fact]
    public void An_error_is_a_failure_without_value()
    {
        var error = new InvalidOperationException("reason");

        var result = LoadResult.Failure<int>(error);

        Assert.False(result.IsSuccess);
        Assert.Same(error, result.Error);
        Assert.Same(error, Assert.Throws<InvalidOperationException>(() => result.Value).InnerException);
    }

    [Fact]
    public void A_failure_needs_an_error()
        => Assert.Throws<ArgumentNullException>("error", () => LoadResult.Failure<int>(null!));

    [Fact]
    public void The_default_is_a_success_with_the_default_value()
    {
        Assert.True(default(LoadResult<int>).IsSuccess);
        Assert.Equal(0, default(LoadResult<int>).Value);
        Assert.Null(default(LoadResult<string?>).Value);
    }

    [Fact]
    public void Results_are_equal_when_they_hold_the_same()
    {
        var error = new InvalidOperationException();

        Assert.True(LoadResult.Success(1) == LoadResult.Success(1));
        Assert.True(LoadResult.Success(1) != LoadResult.Success(2));
        Assert.True(LoadResult.Failure<int>(error) == LoadResult.Failure<int>(error));
        Assert.True(LoadResult.Failure<int>(error) != LoadResult.Failure<int>(new InvalidOperationException()));
        Assert.True(LoadResult.Failure<int>(error) != LoadResult.Success(0));
        Assert.Equal(LoadResult.Success("a").GetHashCode(), LoadResult.Success(new string('a', 1)).GetHashCode());
        Assert.False(LoadResult.Success(1).Equals((object)1));
        Assert.True(LoadResult.Success(1).Equals((object)LoadResult.Success(1)));
    }

    [Fact]
    public void Its_text_says_which_it_is()
    {
        Assert.Equal("Success(1)", LoadResult.Success(1).ToString());
        Assert.Equal("Failure(InvalidOperationException: reason)", LoadResult.Failure<int>(new InvalidOperationException("reason")).ToString());
    }

    [Fact]
    public void An_exception_as_value_is_a_success()
        => Assert.True(LoadResult.Success<Exception>(new InvalidOperationException()).IsSuccess);
}
