global using PluginHost.Training;
