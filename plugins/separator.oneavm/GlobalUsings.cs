global using PluginHost.Learning.AudioVisual;
global using PluginHost.Separators;
global using TorchSharp.Modules;
global using TorchSharp.Utils;
