// Jena's engine over HTTP, on Fuseki's paths: java -cp … Server.java PORT [TDB2-FOLDER]
// /ds/query and /ds/update speak the SPARQL 1.1 protocol, /ds/data the graph store protocol.

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.apache.jena.atlas.web.ContentType;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RiotException;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DynamicDatasets;
import org.apache.jena.sparql.modify.UsingList;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.update.UpdateAction;

public class Server {
    record Reply(int status, String type, byte[] body) {}

    record Form(Map<String, List<String>> fields) {
        String one(String name) { return all(name).isEmpty() ? null : all(name).get(0); }
        List<String> all(String name) { return fields.getOrDefault(name, List.of()); }
    }

    interface Answering { Reply to(HttpExchange call, Form form) throws IOException; }

    static final Reply DONE = new Reply(204, "text/plain", new byte[0]);

    public static void main(String[] arguments) throws IOException {
        Dataset data = arguments.length > 1 ? TDB2Factory.connectDataset(arguments[1]) : DatasetFactory.createTxnMem();
        int port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/ds/query", call -> answer(call, (c, form) -> Txn.calculateRead(data, () -> query(data, form))));
        server.createContext("/ds/update", call -> answer(call, (c, form) -> {
            UsingList graphs = new UsingList();
            form.all("using-graph-uri").forEach(graph -> graphs.addUsing(NodeFactory.createURI(graph)));
            InputStream text = new ByteArrayInputStream(form.one("update").getBytes(StandardCharsets.UTF_8));
            Txn.executeWrite(data, () -> UpdateAction.parseExecute(graphs, data.asDatasetGraph(), text));
            return DONE;
        }));
        server.createContext("/ds/data", call -> answer(call, (c, form) -> graph(data, c, form)));
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
    }

    static Reply query(Dataset data, Form form) {
        Query query = QueryFactory.create(form.one("query"));
        List<String> graphs = form.all("default-graph-uri");
        DatasetDescription wanted = DatasetDescription.create(graphs, form.all("named-graph-uri"));
        Dataset seen = wanted.isEmpty() ? data : DynamicDatasets.dynamicDataset(wanted, data, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (QueryExecution run = QueryExecutionFactory.create(query, seen)) {
            if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(out, run.execAsk());
            } else if (query.isSelectType()) {
                ResultSetFormatter.outputAsJSON(out, run.execSelect());
            } else {
                Model made = query.isConstructType() ? run.execConstruct() : run.execDescribe();
                RDFDataMgr.write(out, made, Lang.NTRIPLES);
                return new Reply(200, "application/n-triples", out.toByteArray());
            }
        }
        return new Reply(200, "application/sparql-results+json", out.toByteArray());
    }

    static Reply graph(Dataset data, HttpExchange call, Form form) throws IOException {
        String name = form.one("graph");
        boolean whole = name == null && form.one("default") == null;
        switch (call.getRequestMethod()) {
            case "PUT", "POST":
                boolean replace = call.getRequestMethod().equals("PUT");
                Lang lang = RDFLanguages.contentTypeToLang(ContentType.create(call.getRequestHeaders().getFirst("Content-Type")));
                InputStream body = body(call);
                return Txn.calculateWrite(data, () -> {
                    if (whole) {
                        RDFDataMgr.read(data, body, lang);
                        return DONE;
                    }
                    Model model = name == null ? data.getDefaultModel() : data.getNamedModel(name);
                    if (replace) model.removeAll();
                    RDFDataMgr.read(model, body, lang);
                    return DONE;
                });
            case "DELETE":
                Txn.executeWrite(data, () -> data.removeNamedModel(name));
                return DONE;
            default:
                return Txn.calculateRead(data, () -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    if (whole) {
                        RDFDataMgr.write(out, data, Lang.NQUADS);
                        return new Reply(200, "application/n-quads", out.toByteArray());
                    }
                    if (name != null && !data.containsNamedModel(name)) return new Reply(404, "text/plain", "no such graph\n".getBytes());
                    RDFDataMgr.write(out, name == null ? data.getDefaultModel() : data.getNamedModel(name), Lang.NTRIPLES);
                    return new Reply(200, "application/n-triples", out.toByteArray());
                });
        }
    }

    static void answer(HttpExchange call, Answering answering) throws IOException {
        Reply reply;
        try {
            reply = answering.to(call, form(call));
        } catch (QueryParseException | RiotException | IllegalArgumentException error) {
            reply = new Reply(400, "text/plain", (error.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException error) {
            reply = new Reply(500, "text/plain", (error + "\n").getBytes(StandardCharsets.UTF_8));
        }
        call.getResponseHeaders().set("Content-Type", reply.type());
        boolean empty = reply.status() == 204 || call.getRequestMethod().equals("HEAD");
        call.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
        if (!empty) call.getResponseBody().write(reply.body());
        call.close();
    }

    static Form form(HttpExchange call) throws IOException {
        Map<String, List<String>> fields = new TreeMap<>();
        read(call.getRequestURI().getRawQuery(), fields);
        String type = call.getRequestHeaders().getFirst("Content-Type");
        if (call.getRequestMethod().equals("POST") && type != null) {
            for (String name : List.of("query", "update")) {
                if (type.startsWith("application/sparql-" + name)) {
                    fields.put(name, List.of(new String(body(call).readAllBytes(), StandardCharsets.UTF_8)));
                }
            }
            if (type.startsWith("application/x-www-form-urlencoded")) {
                read(new String(body(call).readAllBytes(), StandardCharsets.UTF_8), fields);
            }
        }
        return new Form(fields);
    }

    static InputStream body(HttpExchange call) throws IOException {
        boolean zipped = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(call.getRequestBody()) : call.getRequestBody();
    }

    static void read(String encoded, Map<String, List<String>> fields) {
        for (String pair : encoded == null || encoded.isEmpty() ? new String[0] : encoded.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            fields.computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), k -> new ArrayList<>()).add(value);
        }
    }
}
