<%-- Copyright (c) 2026, the telepresence.tms contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later --%>
<%@ Control Language="C#" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
  int Folder
  {
      get { return (int)(ViewState["folder"] ?? 0); }
      set { ViewState["folder"] = value; }
  }

  protected void Page_Load(object sender, EventArgs e)
  {
      if (Estate.Ways.Contains("arrows alone"))
          uxSystems.PagerSettings.Mode = PagerButtons.NextPreviousFirstLast;
      if (IsPostBack)
          return;
      bool tree = !Estate.Ways.Contains("folders as links");
      uxTree.Visible = tree;
      uxFolders.Visible = !tree;
      if (tree)
          Grow(uxTree.Nodes, 0);
      Show();
  }

  void Grow(TreeNodeCollection nodes, int parent)
  {
      foreach (Folder each in Estate.Folders.Where(each => each.Parent == parent))
      {
          TreeNode node = new TreeNode(Server.HtmlEncode(each.Name), each.Id.ToString());
          node.Expanded = !Estate.Ways.Contains("tree folded");
          nodes.Add(node);
          Grow(node.ChildNodes, each.Id);
      }
  }

  void Show()
  {
      Folder at = Estate.Folders.FirstOrDefault(each => each.Id == Folder);
      uxAt.Text = Server.HtmlEncode(at == null ? "All folders" : at.Name);
      uxUp.Visible = uxFolders.Visible && at != null;
      uxFolders.DataSource = Estate.Folders.Where(each => each.Parent == Folder).ToList();
      uxFolders.DataBind();
      uxSystems.DataSource = Estate.Stations.Where(each => each.Folder == Folder).ToList();
      uxSystems.DataBind();
  }

  void Enter(int folder)
  {
      Folder = folder;
      uxSystems.PageIndex = 0;
      Show();
  }

  protected void ChooseNode(object sender, EventArgs e) { Enter(Int32.Parse(uxTree.SelectedValue)); }

  protected void ChooseLink(object sender, RepeaterCommandEventArgs e) { Enter(Int32.Parse((string)e.CommandArgument)); }

  protected void Up(object sender, EventArgs e) { Enter(Estate.Folders.First(each => each.Id == Folder).Parent); }

  protected void Turn(object sender, GridViewPageEventArgs e)
  {
      uxSystems.PageIndex = e.NewPageIndex;
      Show();
  }

  protected void Sort(object sender, GridViewSortEventArgs e) { Show(); }

  protected void Open(object sender, GridViewCommandEventArgs e)
  {
      if (e.CommandName == "Open")
          Response.Redirect("default.aspx?pageId=62&systemId=" + uxSystems.DataKeys[Int32.Parse((string)e.CommandArgument)].Value);
  }
</script>
<h1>Navigator</h1>
<asp:UpdatePanel runat="server"><ContentTemplate>
<table><tr>
  <td valign="top">
    <asp:TreeView ID="uxTree" runat="server" OnSelectedNodeChanged="ChooseNode" />
    <asp:LinkButton ID="uxUp" runat="server" Text="Up" OnClick="Up" />
    <asp:Repeater ID="uxFolders" runat="server" OnItemCommand="ChooseLink">
      <HeaderTemplate><ul></HeaderTemplate>
      <ItemTemplate><li><asp:LinkButton runat="server" Text='<%# Server.HtmlEncode((string)Eval("Name")) %>' CommandName="Enter" CommandArgument='<%# Eval("Id") %>' /></li></ItemTemplate>
      <FooterTemplate></ul></FooterTemplate>
    </asp:Repeater>
  </td>
  <td valign="top">
    <h2><asp:Literal ID="uxAt" runat="server" /></h2>
    <asp:GridView ID="uxSystems" runat="server" AutoGenerateColumns="false" AllowPaging="true" PageSize="3" DataKeyNames="Id"
        AllowSorting="true" OnSorting="Sort" OnPageIndexChanging="Turn" OnRowCommand="Open" EmptyDataText="There are no systems in this folder.">
      <PagerSettings Mode="NumericFirstLast" PageButtonCount="2" />
      <Columns>
        <asp:ButtonField HeaderText="System" SortExpression="Name" DataTextField="Name" ButtonType="Link" CommandName="Open" />
        <asp:BoundField HeaderText="Network Address" DataField="Address" />
        <asp:BoundField HeaderText="Status" SortExpression="Status" DataField="Status" />
      </Columns>
    </asp:GridView>
  </td>
</tr></table>
</ContentTemplate></asp:UpdatePanel>
