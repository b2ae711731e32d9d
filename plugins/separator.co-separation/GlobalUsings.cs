global using PluginHost.Contracts;
global using PluginHost.Learning;
global using PluginHost.Separators;
global using TorchSharp;
global using TorchSharp.Modules;
global using static TorchSharp.torch;
global using TorchSharp.Utils;
