global using PluginHost.Contracts;
global using PluginHost.Learning;
global using PluginHost.Learning.Separation;
global using Shouldly;
global using TorchSharp;
global using Xunit;
global using static TorchSharp.torch;
