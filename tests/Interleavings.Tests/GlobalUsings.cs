// An alias goes before a namespace: these names mean the shims in the runtime's sources too.
global using Environment = DataLoader.Interleavings.Shims.Environment;
global using Interlocked = DataLoader.Interleavings.Shims.Interlocked;
global using SpinWait = DataLoader.Interleavings.Shims.SpinWait;
global using Thread = DataLoader.Interleavings.Shims.Thread;
global using ThreadPool = DataLoader.Interleavings.Shims.ThreadPool;
global using Timer = DataLoader.Interleavings.Shims.Timer;
global using Volatile = DataLoader.Interleavings.Shims.Volatile;
