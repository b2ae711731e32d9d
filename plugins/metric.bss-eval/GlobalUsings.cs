global using PluginHost.Contracts;
global using PluginHost.Learning;
global using PluginHost.Learning.Separation;
global using TorchSharp;
global using static TorchSharp.torch;
