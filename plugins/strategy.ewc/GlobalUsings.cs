global using PluginHost.Consolidation;
