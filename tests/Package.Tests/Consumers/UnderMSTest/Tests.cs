using Microsoft.VisualStudio.TestTools.UnitTesting;

[assembly: DoNotParallelize]

namespace Users.Tests;

[TestClass]
public class Tests
{
    [TestMethod]
    public Task SeesEachStep() => UserTests.SeesEachStepOfTwoLevels();

    [TestMethod]
    public Task FailsTooManyBatches() => UserTests.FailsAViewThatTakesTooManyBatches();
}
