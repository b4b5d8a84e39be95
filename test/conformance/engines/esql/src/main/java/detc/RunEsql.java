package detc;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.elasticsearch.action.bulk.BulkItemResponse;
import org.elasticsearch.action.bulk.BulkRequestBuilder;
import org.elasticsearch.action.bulk.BulkResponse;
import org.elasticsearch.action.support.WriteRequest;
import org.elasticsearch.client.internal.Client;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.core.TimeValue;
import org.elasticsearch.index.query.QueryBuilders;
import org.elasticsearch.node.EmbeddedNode;
import org.elasticsearch.xcontent.XContentType;
import org.elasticsearch.xpack.esql.action.EsqlQueryRequestBuilder;
import org.elasticsearch.xpack.esql.action.EsqlQueryResponse;

/**
 * Runs ES|QL over documents in an embedded node. One JSON object a line in, one a line out:
 * {query, indices: {name: {columns: {field: mapping type}, rows: [{field: value}]}}, lookups: {name: {create, rows}}} gives
 * {columns: [name], rows: [[value]]}, or {error, where}. Fields that a mapping lacks are errors of the query, as in a
 * cluster. `create` of a lookup index is the body of the request that creates it.
 */
public final class RunEsql {
    /** Marks the documents of one case, so that an index is made once for all cases of a query. */
    private static final String CASE = "detc_case";

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Client client;
    private final Map<String, String> mapped = new HashMap<>();
    private int cases;

    private RunEsql(Client client) {
        this.client = client;
    }

    public static void main(String[] arguments) throws Exception {
        // Answers go to the real standard output; whatever else prints goes to standard error.
        PrintStream answers = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        LogConfigurator.configureWithoutConfig(Settings.EMPTY);
        Configurator.setRootLevel(Level.ERROR);
        Configurator.setAllLevels("", Level.ERROR);
        Path home = Path.of(arguments[0]);
        Files.createDirectories(home.resolve("config"));
        try (EmbeddedNode node = new EmbeddedNode(home)) {
            node.start();
            RunEsql engine = new RunEsql(node.client());
            BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = questions.readLine(); line != null; line = questions.readLine()) {
                answers.println(JSON.writeValueAsString(engine.answer(line)));
                answers.flush();
            }
        }
        System.exit(0);
    }

    private Map<String, Object> answer(String line) {
        try {
            return run(JSON.readValue(line, Question.class));
        } catch (Exception error) {
            StackTraceElement[] trace = error.getStackTrace();
            return Map.of(
                "error", error.getClass().getSimpleName() + ": " + error.getMessage(),
                "where", trace.length == 0 ? "" : trace[0].toString());
        }
    }

    /** The parts of a question; public for the JSON reader. */
    public static final class Question {
        public String query;
        public Map<String, Index> indices;
        public Map<String, Lookup> lookups = Map.of();
    }

    public static final class Lookup {
        public Create create;
        public List<Map<String, Object>> rows;
    }

    public static final class Create {
        public Map<String, Object> settings;
        public Map<String, Object> mappings;
    }

    public static final class Index {
        public Map<String, String> columns;
        public List<Map<String, Object>> rows;
    }

    private Map<String, Object> run(Question question) throws IOException {
        String marker = String.valueOf(++cases);
        for (Map.Entry<String, Index> index : question.indices.entrySet()) {
            prepare(index.getKey(), index.getValue().columns);
            load(index.getKey(), index.getValue().rows, marker);
        }
        for (Map.Entry<String, Lookup> lookup : question.lookups.entrySet()) lookUp(lookup.getKey(), lookup.getValue());
        EsqlQueryRequestBuilder request = EsqlQueryRequestBuilder.newSyncEsqlQueryRequestBuilder(client)
            .query(question.query)
            .filter(QueryBuilders.termQuery(CASE, marker));
        try (EsqlQueryResponse response = (EsqlQueryResponse) request.get(TimeValue.timeValueSeconds(60))) {
            List<String> columns = new ArrayList<>();
            response.columns().forEach(column -> columns.add(column.name()));
            List<List<Object>> rows = new ArrayList<>();
            response.rows().forEach(row -> {
                List<Object> cells = new ArrayList<>();
                row.forEach(cells::add);
                rows.add(cells);
            });
            return Map.of("columns", columns, "rows", rows);
        }
    }

    private void prepare(String name, Map<String, String> columns) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>();
        columns.forEach((field, type) -> properties.put(field, Map.of("type", type)));
        properties.put(CASE, Map.of("type", "keyword"));
        String mapping = JSON.writeValueAsString(Map.of("dynamic", false, "properties", properties));
        if (mapping.equals(mapped.get(name))) return;
        if (mapped.remove(name) != null) client.admin().indices().prepareDelete(name).get();
        client.admin()
            .indices()
            .prepareCreate(name)
            .setSettings(Settings.builder().put("index.number_of_replicas", 0).put("index.mapping.total_fields.limit", 20_000))
            .setMapping(mapping)
            .get();
        mapped.put(name, mapping);
    }

    /** A lookup index with these documents; it is made anew where it was another, as its rows belong to no one case. */
    private void lookUp(String name, Lookup lookup) throws IOException {
        String content = JSON.writeValueAsString(List.of(lookup.create, lookup.rows));
        if (content.equals(mapped.get(name))) return;
        if (mapped.remove(name) != null) client.admin().indices().prepareDelete(name).get();
        client.admin()
            .indices()
            .prepareCreate(name)
            .setSettings(lookup.create.settings)
            .setMapping(JSON.writeValueAsString(lookup.create.mappings))
            .get();
        BulkRequestBuilder bulk = client.prepareBulk().setRefreshPolicy(WriteRequest.RefreshPolicy.IMMEDIATE);
        for (Map<String, Object> row : lookup.rows) bulk.add(client.prepareIndex(name).setSource(row, XContentType.JSON));
        if (!lookup.rows.isEmpty()) requireLoaded(bulk.get());
        mapped.put(name, content);
    }

    private void load(String name, List<Map<String, Object>> rows, String marker) {
        if (rows.isEmpty()) return;
        BulkRequestBuilder bulk = client.prepareBulk().setRefreshPolicy(WriteRequest.RefreshPolicy.IMMEDIATE);
        for (Map<String, Object> row : rows) {
            Map<String, Object> document = new HashMap<>(row);
            document.put(CASE, marker);
            bulk.add(client.prepareIndex(name).setSource(document, XContentType.JSON));
        }
        requireLoaded(bulk.get());
    }

    private static void requireLoaded(BulkResponse loaded) {
        for (BulkItemResponse item : loaded)
            if (item.isFailed()) throw new IllegalArgumentException("the index does not take a document: " + item.getFailureMessage());
    }
}
