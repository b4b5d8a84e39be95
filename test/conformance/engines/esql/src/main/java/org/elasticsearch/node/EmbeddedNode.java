package org.elasticsearch.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.plugins.MockPluginsService;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.plugins.PluginsLoader;
import org.elasticsearch.plugins.PluginsService;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.elasticsearch.xpack.core.XPackPlugin;
import org.elasticsearch.xpack.esql.core.plugin.EsqlCorePlugin;
import org.elasticsearch.xpack.esql.plugin.EsqlPlugin;

/**
 * One node of Elasticsearch with ES|QL inside this process; it listens on the loopback interface only. It stands in
 * Elasticsearch's package since what puts a node together is visible only there.
 */
public final class EmbeddedNode extends Node {
    private static final List<Class<? extends Plugin>> PLUGINS =
        List.of(Netty4Plugin.class, XPackPlugin.class, EsqlCorePlugin.class, EsqlPlugin.class);

    public EmbeddedNode(Path home) {
        super(NodeConstruction.prepareConstruction(environment(home), null, new WithPlugins(), false));
    }

    private static Environment environment(Path home) {
        Settings settings = Settings.builder()
            .put("path.home", home.toString())
            .put("cluster.name", "conformance")
            .put("network.host", "127.0.0.1")
            .put("discovery.type", "single-node")
            .put("xpack.license.self_generated.type", "basic")
            .put("node.processors", 1)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        return InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), home.resolve("config"), () -> "conformance");
    }

    private static final class WithPlugins extends NodeServiceProvider {
        @Override
        PluginsService newPluginService(Environment environment, PluginsLoader loader) {
            return new MockPluginsService(environment.settings(), environment, PLUGINS);
        }
    }
}
