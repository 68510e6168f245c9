using TUnit.Core;

namespace Users.Tests;

public class Tests
{
    [Test]
    public Task SeesEachStep() => UserTests.SeesEachStepOfTwoLevels();

    [Test]
    public Task FailsTooManyBatches() => UserTests.FailsAViewThatTakesTooManyBatches();
}
