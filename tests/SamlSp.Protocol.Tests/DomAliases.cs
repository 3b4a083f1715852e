// SamlSp.Protocol has types of the same names.
global using DomElement = System.Xml.XmlElement;
global using DomNode = System.Xml.XmlNode;
