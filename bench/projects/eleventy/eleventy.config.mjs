import rss from "@11ty/eleventy-plugin-rss";
import highlighting from "@11ty/eleventy-plugin-syntaxhighlight";
import markdownIt from "markdown-it";
import footnotes from "markdown-it-footnote";

export default function (config) {
  config.setLibrary("md", markdownIt({ html: true, typographer: true }).use(footnotes));
  config.addPlugin(highlighting);
  config.addPlugin(rss);
  config.addCollection("posts", (all) => all.getFilteredByGlob("content/posts/*.md"));
  config.addCollection("tagNames", (all) => {
    const names = new Set(all.getFilteredByGlob("content/posts/*.md").flatMap((post) => post.data.tags ?? []));
    return [...names].sort();
  });
  config.addGlobalData("site", { title: "The Bench", url: "https://letters.example.net" });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  return {
    dir: { input: "content", includes: "../includes", output: "output" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
