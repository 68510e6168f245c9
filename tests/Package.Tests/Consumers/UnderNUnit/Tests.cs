using NUnit.Framework;

namespace Users.Tests;

[TestFixture]
public class Tests
{
    [Test]
    public Task SeesEachStep() => UserTests.SeesEachStepOfTwoLevels();

    [Test]
    public Task FailsTooManyBatches() => UserTests.FailsAViewThatTakesTooManyBatches();
}
